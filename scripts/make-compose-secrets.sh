#!/bin/sh
# Prints the secrets that docker-compose.yml asks for, each made anew: sh scripts/make-compose-secrets.sh >> .env
set -eu
secret() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
for name in SHEAF_MONGO_PASSWORD SHEAF_MONGO_KEY SHEAF_REDIS_PASSWORD; do
  printf '%s=%s\n' "$name" "$(secret)"
done
