# bash completion for senf and senf-comments. The programs say themselves what there is
# (--describe), so this file need not know.

# Fields of the lines that begin with WORD: _senf_fields WORD FIELD < description
_senf_fields() {
  awk -F '\t' -v word="$1" -v field="$2" '$1 == word && $field != "" { print $field }'
}

_senf() {
  local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local description words value
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=$("$program" --describe 2>/dev/null | cut -f 1)
    mapfile -t COMPREPLY < <(compgen -W "$words --help --version" -- "$current")
    return
  fi
  description=$("$program" "${COMP_WORDS[1]}" --describe 2>/dev/null) || return
  value=$(awk -F '\t' -v option="$previous" \
    '$1 == "option" && option != "" && ($2 == option || $3 == option) { print $4 }' <<<"$description")
  case $value in
  '') ;;
  *DIR*) mapfile -t COMPREPLY < <(compgen -d -- "$current") && return ;;
  *FILE*) mapfile -t COMPREPLY < <(compgen -f -- "$current") && return ;;
  *) return ;;
  esac
  if [[ $current == -* ]]; then
    words=$(_senf_fields option 2 <<<"$description")
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    return
  fi
  # "senf list drafts|future …": the words to choose from.
  words=$(_senf_fields usage 2 <<<"$description" | awk '$3 ~ /^[a-z|]+$/ && $3 ~ /[|]/ { gsub(/[|]/, " ", $3); print $3 }')
  if [ "$COMP_CWORD" -eq 2 ] && [ -n "$words" ]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    return
  fi
  mapfile -t COMPREPLY < <(compgen -f -- "$current")
}

complete -o filenames -o bashdefault -F _senf senf senf-comments
