#!/bin/sh
# The first process of a kernel of its own (user-mode Linux), whose disk is this machine's: mounts cgroup v2 and runs a script.
# <node> <script> <folder>; the script gets the mounted folder and a file for its answer.
node=$1 script=$2 folder=$3
mount -t proc proc /proc
mount -t cgroup2 none "$folder/cgroup"
HOME=$folder PATH=/usr/bin:/bin:/usr/sbin:/sbin "$node" "$script" "$folder/cgroup" "$folder/answer.json" >"$folder/output.txt" 2>&1
umount "$folder/cgroup"
echo o >/proc/sysrq-trigger
sleep 60
