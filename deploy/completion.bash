# /etc/bash_completion.d/portal: the Tab key after `portal`.
command -v portal >/dev/null && eval "$(_PORTAL_COMPLETE=bash_source portal)"
