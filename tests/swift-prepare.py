"""Prepares a folder for one OpenStack Swift on loopback: rings and configuration. Called by swift.ts.

Rings are built in-process, as nine runs of swift-ring-builder would take ten seconds.
Arguments: folder, access key (account:user), secret, region, ports of account, container, object and proxy.
"""

import getpass
import os
import sys

from swift.common.ring import RingBuilder

folder, access_key, secret, region, *ports = sys.argv[1:]
account, user = access_key.split(":")
device = os.path.join(folder, "devices", "d1")
os.makedirs(device)

# Objects keep their metadata in extended attributes. Where the file system has none, nothing works: say so now.
os.setxattr(device, "user.brevhus.probe", b"1")

for name, port in zip(("account", "container", "object"), ports):
    builder = RingBuilder(part_power=2, replicas=1, min_part_hours=0)
    builder.add_dev({"region": 1, "zone": 1, "ip": "127.0.0.1", "port": int(port), "device": "d1", "weight": 1})
    builder.rebalance()
    builder.get_ring().save(os.path.join(folder, name + ".ring.gz"))

common = f"""
[DEFAULT]
bind_ip = 127.0.0.1
workers = 0
user = {getpass.getuser()}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
disable_fallocate = true
fallocate_reserve = 0
"""


def write(name, text):
    with open(os.path.join(folder, name), "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(text)


# The hash suffix comes from /etc/swift/swift.conf, as Debian installs it: its path is fixed in Swift.
for name, port in zip(("account", "container", "object"), ports):
    write(
        name + "-server.conf",
        f"{common}bind_port = {port}\n[pipeline:main]\npipeline = {name}-server\n"
        f"[app:{name}-server]\nuse = egg:swift#{name}\n",
    )
write(
    "proxy-server.conf",
    f"""{common}bind_port = {ports[3]}
[pipeline:main]
pipeline = catch_errors gatekeeper cache s3api tempauth proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
# A server that was slow to start must not be shunned for a minute.
error_suppression_interval = 0
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
# tempauth insists on a cache but works without one: nothing listens there.
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:s3api]
use = egg:swift#s3api
location = {region}
allow_multipart_uploads = false
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {secret} .admin
""",
)
