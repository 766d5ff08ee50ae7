# fish completion for senf and senf-comments. The programs say themselves what there is
# (--describe), so this file need not know.

function __senf_describe
    set -l words (commandline -opc)
    $words[1] $words[2] --describe 2>/dev/null
end

# "--name<tab>help" of each option.
function __senf_options
    __senf_describe | awk -F '\t' '$1 == "option" { print $2 "\t" $5 }'
end

# "senf list drafts|future …": the words to choose from.
function __senf_choices
    __senf_describe | awk -F '\t' '$1 == "usage" { split($2, word, " ")
        if (word[3] ~ /^[a-z|]+$/) { count = split(word[3], one, "|"); if (count > 1) for (i = 1; i <= count; i++) print one[i] } }'
end

function __senf_at_command
    test (count (commandline -opc)) -eq 1
end

function __senf_at_choice
    test (count (commandline -opc)) -eq 2; and test (count (__senf_choices)) -gt 0
end

function __senf_at_option
    test (count (commandline -opc)) -ge 2; and string match -q -- '-*' (commandline -ct)
end

# Behind an option that takes a folder.
function __senf_at_folder
    set -l words (commandline -opc)
    test (count $words) -ge 3; or return 1
    __senf_describe | awk -F '\t' -v option=$words[-1] '$1 == "option" && ($2 == option || $3 == option) && $4 ~ /DIR/ { found = 1 }
        END { exit !found }'
end

for program in senf senf-comments
    complete -c $program -n __senf_at_command -f -a "($program --describe 2>/dev/null)"
    complete -c $program -n __senf_at_choice -f -a '(__senf_choices)'
    complete -c $program -n __senf_at_folder -f -a '(__fish_complete_directories (commandline -ct))'
    complete -c $program -n __senf_at_option -f -a '(__senf_options)'
end
