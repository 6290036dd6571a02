# A machine of our own inside this one: what is written to /etc, /opt, /usr/local and /var goes with this process.
# Run by test_first_evening.py as `unshare --mount sh machine.sh FOLDER SCRIPT`. /root is covered too, and open: on
# some machines Python itself lies there, and the portal's users have to reach it.
set -e
mount -t tmpfs tmpfs "$1"
for each in etc opt root usr/local var; do
  mkdir -p "$1/$each/upper" "$1/$each/work"
  mount -t overlay overlay -o "lowerdir=/$each,upperdir=$1/$each/upper,workdir=$1/$each/work" "/$each"
done
exec sh -e "$2"
