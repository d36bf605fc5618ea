# Completions of airside for fish. To use them: airside completions fish | source
function __airside_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string replace -r '^~' $HOME $words[1])
    set -e words[1]
    for line in ($program complete fish -- $words "$current" 2>/dev/null)
        if string match -q '@files*' -- $line
            set -l start (string match -r '^--[^=]*=' -- "$current")
            set -l typed (string replace -r '^--[^=]*=' '' -- "$current")
            set -l unquoted (string unescape -- "$typed"; or echo "$typed")
            for path in (__fish_complete_path "$unquoted")
                echo "$start$path"
            end
        else
            echo $line
        end
    end
end
complete -c airside -f -a '(__airside_complete)'
