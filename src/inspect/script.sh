#!/bin/sh
# Requests one URL in six ways and prints the responses. Read this script before you run it:
#
#   airside inspect --script URL > six.sh
#   sh six.sh > rows.txt
#   airside inspect rows.txt
#
# It sends GET (or HEAD, with METHOD=HEAD) and follows no redirect. The user and the token that it makes up exist
# nowhere. Three rows are optional. Set these variables to a whole Authorization value, such as "Bearer abc":
#
#   EXPIRED          credentials that have expired
#   LOW_PRIVILEGED   valid credentials without the permission
#   PRIVILEGED       valid credentials with the permission
#
# Set SCHEME=Basic if the server uses Basic. Credentials reach curl through its standard input. They are in no argument,
# and the output doesn't contain them.
set -u
url='@URL@'
method=${METHOD:-GET}
case $method in
  GET) head= ;;
  HEAD) head=--head ;;
  *) echo "METHOD is GET or HEAD" >&2; exit 2 ;;
esac
case ${SCHEME:-Bearer} in
  Basic) made_up='Basic bm8tc3VjaC11c2VyOm5vLXN1Y2gtcGFzc3dvcmQ='; malformed='Basic %' ;;
  *) made_up="${SCHEME:-Bearer} no-such-token-4711"; malformed="${SCHEME:-Bearer}" ;;
esac

row() {
  printf '### ROW %s %s %s\n' "$1" "$method" "$url"
  if [ -n "$2" ]; then printf 'Authorization: %s\n' "$2"; fi |
    curl --disable --silent --show-error --include $head --globoff --max-redirs 0 --max-time 20 \
      --proto '=http,https' --header @- "$url"
  printf '\n'
}

row none ''
row malformed "$malformed"
row made-up "$made_up"
if [ -n "${EXPIRED:-}" ]; then row expired "$EXPIRED"; fi
if [ -n "${LOW_PRIVILEGED:-}" ]; then row low-privileged "$LOW_PRIVILEGED"; fi
if [ -n "${PRIVILEGED:-}" ]; then row privileged "$PRIVILEGED"; fi
