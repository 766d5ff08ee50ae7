#!/usr/bin/env bash
# demo.sh - the sample blog with its comments, on this machine (make run).
#
# The first run makes the folder DEMO: a bare repository with the sample blog (or
# the blog of REPO), its site, the comments and a moderator. Later runs find all
# of it there and start the server at once. Each step looks whether it has been
# done, so a run that was interrupted is completed by the next one.
#
# Environment:
#   DEMO                  the folder of the data (default: demo)
#   PORT                  of 127.0.0.1 (default: 8080)
#   REPO                  a git repository to show instead of the sample blog
#   SENF, SENF_COMMENTS   the programs (default: those in build/)
#
# With --check it looks whether the port is free, and nothing else.
set -euo pipefail

content=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
port=${PORT:-8080}
demo=${DEMO:-demo}
url=http://127.0.0.1:$port
moderator=moderator

say() { printf '%s\n' "$*"; }
fail() {
  printf 'demo: %s\n' "$*" >&2
  exit 1
}

# --- before anything is made ---------------------------------------------------------------------

# The absolute path of a program: as given, else of build/.
program() { # NAME GIVEN
  local path=${2:-$(dirname "$content")/build/$1}
  [[ -x $path ]] || fail "there is no program $path; 'make' builds it"
  realpath "$path"
}

check_port() {
  [[ $port =~ ^[1-9][0-9]{0,4}$ && $port -le 65535 ]] ||
    fail "PORT=$port is not a port; choose one from 1 to 65535"
  # Connecting succeeds only where somebody listens.
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    fail "port $port is taken; choose another one: make run PORT=$((port < 65535 ? port + 1 : 8081))"
  fi
}

# What DEMO is to show: "the sample blog", or the path of a repository.
find_origin() {
  origin='the sample blog'
  [[ -n ${REPO:-} ]] || return 0
  git -C "$REPO" rev-parse -q --verify 'HEAD^{commit}' >/dev/null 2>&1 ||
    fail "REPO=$REPO is no git repository with a commit"
  origin=$(realpath "$REPO")
}

# One folder holds one blog, and no folder with other things in it is touched.
check_demo() {
  local held
  if [[ -e $demo/origin ]]; then
    held=$(<"$demo/origin")
    [[ $held == "$origin" ]] ||
      fail "$demo holds $held; choose another folder: make run DEMO=…"
  elif [[ -e $demo && ! -d $demo ]]; then
    fail "DEMO=$demo is no folder"
  elif [[ -n $(find "$demo" -mindepth 1 ! -name lock ! -name origin.part -print -quit 2>/dev/null) ]]; then
    fail "DEMO=$demo is a folder with other things in it; choose a new one"
  fi
}

# --- the steps -----------------------------------------------------------------------------------

# Write stdin to a file that appears complete or not at all, and is its owner's alone.
write_file() { # PATH
  (umask 077 && cat >"$1.part")
  mv "$1.part" "$1"
}

# A repository that nothing was pushed to yet is made anew: a push that was killed
# may have left locks in it.
make_repository() {
  if [[ -z $(git --git-dir="$demo/site.git" for-each-ref --count=1 2>/dev/null) ]]; then
    rm -rf "$demo/site.git.part" "$demo/site.git"
    "$senf" init "$demo/site.git.part" --bare --output "$demo/public" --state "$demo/state" \
      --comments "$demo/comments.db" >/dev/null
    mv "$demo/site.git.part" "$demo/site.git"
  fi
  # The programs and the port may be others than the last time.
  configure senf.program "$senf"
  configure senf.baseUrl "$url"
  branch=$(git --git-dir="$demo/site.git" symbolic-ref --short HEAD)
}

# Only one run at a time is here, so a lock is one that a killed run left.
configure() { # KEY VALUE
  [[ $(git --git-dir="$demo/site.git" config --get "$1" || true) != "$2" ]] || return 0
  rm -f "$demo/site.git/config.lock"
  git --git-dir="$demo/site.git" config "$1" "$2"
}

# The value of a key in a YAML file of the sample; of a list the first.
value_of() { # FILE KEY
  sed -n "/^$2: */{s///;s/^\\[\\([^],]*\\).*/\\1/;s/^\"\\(.*\\)\"\$/\\1/;p;q}" "$1"
}

# Commit what is staged in the work tree.
commit() { # FOLDER AUTHOR-ID DATE MESSAGE
  local name
  name=$(value_of "$1/authors/$2.yaml" name)
  GIT_AUTHOR_DATE=$3 GIT_COMMITTER_DATE=$3 git -C "$1" -c "user.name=$name" \
    -c "user.email=$2@example.org" -c commit.gpgsign=false -c core.hooksPath=/dev/null \
    commit -q -m "$4"
}

# The sample as a work tree whose history is that of its posts: always the same commits.
commit_sample() { # FOLDER
  local post
  mkdir "$1"
  cp -R "$content/." "$1"
  rm "$1/demo.sh" "$1/comments.jsonl"
  git -C "$1" init -q -b "$branch"
  git -C "$1" add -A -- ':!posts'
  commit "$1" marlene 2026-03-01T12:00:00+01:00 'Ein neues Brett'
  for post in "$1"/posts/*.md; do
    git -C "$1" add -- "$post"
    commit "$1" "$(value_of "$post" authors)" "$(value_of "$post" date)" \
      "$(value_of "$post" title)"
  done
}

push_sample() {
  git --git-dir="$demo/site.git" rev-parse -q --verify HEAD >/dev/null && return
  rm -rf "$demo/work.part"
  commit_sample "$demo/work.part"
  git -C "$demo/work.part" push -q "$demo/site.git" "HEAD:refs/heads/$branch" 9>&-
  rm -rf "$demo/work.part"
}

# New commits of REPO are shown; what was pushed to the demo itself is not overwritten.
push_repository() {
  git -C "$origin" push -q "$demo/site.git" "HEAD:refs/heads/$branch" 9>&- && return
  git --git-dir="$demo/site.git" rev-parse -q --verify HEAD >/dev/null ||
    fail "$origin could not be pushed to $demo/site.git"
  say "demo: $demo/site.git stays as it is: it holds commits that $origin does not have"
}

add_moderator() {
  local verb=add password
  [[ ! -e $demo/moderator.txt ]] || return 0
  # A run that was interrupted may have added the name without keeping the password.
  if "$senf_comments" moderator list --database "$demo/comments.db" 2>/dev/null |
    grep -q "^$moderator "; then
    verb=password
  fi
  password=$("$senf_comments" moderator "$verb" "$moderator" --generate \
    --database "$demo/comments.db")
  printf 'name:     %s\npassword: %s\n' "$moderator" "$password" | write_file "$demo/moderator.txt"
}

quoted() { # TEXT: a YAML string
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

# Settings that mean the same in senf.yaml and here, as the blog has written them.
shared_settings() {
  git --git-dir="$demo/site.git" show HEAD:senf.yaml 2>/dev/null |
    grep -E '^(title|timezone): *[^[:space:]|>&*#]' || true
}

write_settings() {
  {
    say "# Written anew by each 'make run'."
    say "listen: 127.0.0.1:$port"
    say "base_url: $url"
    shared_settings
    say "database: comments.db"
    say "build_db: state/build.db"
    say "site: public"
    say "log: warn"
    say "rebuild:"
    say "  command:"
    printf '    - %s\n' "$(quoted "$senf")" build site.git --quiet --output public --state state \
      --comments comments.db --base-url "$url"
  } | write_file "$demo/senf-comments.yaml"
}

build_site() {
  "$senf" build "$demo/site.git" --output "$demo/public" --state "$demo/state" \
    --comments "$demo/comments.db" --base-url "$url"
}

greet() {
  cat <<END

  the blog       $url/
  the moderator  $url/moderate/
$(sed 's/^/                 /' "$demo/moderator.txt")

  change it      git clone $(printf %q "$demo/site.git") my-copy
                 cd my-copy; edit posts/…; git commit -am 'Hello'; git push

  Ctrl-C stops the server; 'make run' starts it again, and all is still there.

END
}

# --- all of it -----------------------------------------------------------------------------------

check_port
[[ ${1:-} != --check ]] || exit 0
# shellcheck disable=SC2046 # a list of names
unset $(git rev-parse --local-env-vars)
senf=$(program senf "${SENF:-}")
senf_comments=$(program senf-comments "${SENF_COMMENTS:-}")
find_origin
check_demo
mkdir -p "$demo"
demo=$(cd "$demo" && pwd)
# Held until the server ends; a push closes it, since its hook may outlive us.
exec 9>"$demo/lock"
flock -n 9 || fail "$demo is in use by another 'make run'"
say "$origin" | write_file "$demo/origin"

make_repository
if [[ -z ${REPO:-} ]]; then
  [[ -e $demo/moderator.txt ]] ||
    "$senf_comments" import "$content/comments.jsonl" --database "$demo/comments.db" --quiet
  push_sample
else
  push_repository
fi
add_moderator
write_settings
build_site
greet
exec "$senf_comments" serve --config "$demo/senf-comments.yaml"
