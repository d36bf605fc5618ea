# Completions of airside for bash. To use them: source <(airside completions bash)
_airside() {
    local line files=
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == @files ]]; then files=1; else COMPREPLY+=("$line"); fi
    done < <("${COMP_WORDS[0]/#\~/$HOME}" complete bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    if [[ $files ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$2")
    fi
    if [[ ${COMPREPLY[0]-} == *= ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -F _airside airside
