# What the lab's machine does once it is up: run the scenarios that were named, say how it went.
# $0 is run by /sbin/lab as process 1, with the project mounted read-only at /project.
exec </dev/console >/dev/console 2>&1
stty -opost 2>/dev/null
/lib/systemd/systemd-udevd --daemon
ip link set lo up 2>/dev/null || busybox ip link set lo up
site=$(echo /project/.venv/lib/python3*/site-packages)
mkdir /tmp/bytecode
mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144 bytecode /tmp/bytecode
export PYTHONPATH=/project:/project/app:$site PYTHONPYCACHEPREFIX=/tmp/bytecode PYTHONUNBUFFERED=1
cd /tmp || exit
names=$(sed -n 's/.*lab.run=\([^ ]*\).*/\1/p' /proc/cmdline | tr , ' ')
# shellcheck disable=SC2086 - one word for each scenario
python3 -m tests.lab.run $names
echo $? > /out/status
sync
busybox poweroff -f
