#!/bin/sh
# Makes the certificates of the TLS tests anew: an authority, a server's certificate signed by it, one that has
# expired, one for another host, and a self-signed one. The keys guard nothing: they serve loopback during a test.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
from=20200101000000Z
until=21200101000000Z
past=20200102000000Z

cat > "$work/ca.cnf" <<CONFIG
[ca]
default_ca = test
[test]
new_certs_dir = $work
database = $work/index
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
CONFIG
: > "$work/index"
echo "unique_subject = no" > "$work/index.attr"

request() { # name, extension
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" -addext "$2" \
    -keyout "$1.key" -out "$work/$1.csr"
}
sign() { # name, end, further options of openssl ca
  name=$1 end=$2
  shift 2
  openssl ca -config "$work/ca.cnf" -batch -notext -startdate $from -enddate "$end" -in "$work/$name.csr" -out "$name.pem" "$@"
}

request authority "basicConstraints=critical,CA:TRUE"
sign authority $until -selfsign -keyfile authority.key
mine="subjectAltName=DNS:localhost,DNS:vpcep.example.test,IP:127.0.0.1"
request server "$mine" && sign server $until -cert authority.pem -keyfile authority.key
request expired "$mine" && sign expired $past -cert authority.pem -keyfile authority.key
request other-host "subjectAltName=DNS:other.example.test" && sign other-host $until -cert authority.pem -keyfile authority.key
request self-signed "$mine" && sign self-signed $until -selfsign -keyfile self-signed.key
rm authority.key
chmod 644 ./*.key
