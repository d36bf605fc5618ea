#compdef airside
# Completions of airside for zsh. To use them: source <(airside completions zsh), or save this as _airside in $fpath.
_airside() {
    local line word files=0
    local -a plain open
    for line in "${(@f)$("${(Q)words[1]/#\~/$HOME}" complete zsh -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        word="${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}"
        case $line in
            '') ;;
            @files*) files=1 ;;
            *=$'\t'*) open+=("$word") ;;
            *) plain+=("$word") ;;
        esac
    done
    (( $#open )) && _describe -t values value open -S ''
    (( $#plain )) && _describe -t values value plain
    if (( files )); then
        [[ $PREFIX == --*=* ]] && compset -P 1 '*='
        _files
    fi
}
if [[ $funcstack[1] == _airside ]]; then _airside "$@"; else compdef _airside airside; fi
