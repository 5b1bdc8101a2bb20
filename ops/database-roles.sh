#!/bin/sh
# The two roles and the database of an installation, once, as a superuser of PostgreSQL:
#   OWNER_PASSWORD=… SERVICE_PASSWORD=… sh ops/database-roles.sh
# kuangan_owner owns the tables (kuangan prepare, kuangan restore); kuangan is the service, which reads and writes rows
# and can neither change a table nor drop the guards of the audit trail. psql's own variables (PGHOST …) say where.
set -eu
secret() { if [ -f "/run/secrets/$1" ]; then cat "/run/secrets/$1"; else printf '%s' "$2"; fi; }
owner=$(secret database_owner_password "${OWNER_PASSWORD:-}")
service=$(secret database_password "${SERVICE_PASSWORD:-}")
if [ -z "$owner" ] || [ -z "$service" ]; then
    echo "database-roles: set OWNER_PASSWORD and SERVICE_PASSWORD" >&2
    exit 64
fi
psql --quiet --dbname postgres --set ON_ERROR_STOP=1 --set owner="$owner" --set service="$service" <<'SQL'
CREATE ROLE kuangan_owner LOGIN CREATEDB PASSWORD :'owner';
CREATE ROLE kuangan LOGIN PASSWORD :'service';
CREATE DATABASE kuangan OWNER kuangan_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
SQL
psql --quiet --dbname kuangan --set ON_ERROR_STOP=1 <<'SQL'
REVOKE ALL ON DATABASE kuangan FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE kuangan TO kuangan;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO kuangan;
ALTER DEFAULT PRIVILEGES FOR ROLE kuangan_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO kuangan;
ALTER DEFAULT PRIVILEGES FOR ROLE kuangan_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO kuangan;
SQL
