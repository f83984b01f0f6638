-- Two roles for a clinic on PostgreSQL: one owns the tables and brings them to a new version, one runs the clinic.
-- The second cannot take the triggers off the audit chain, nor change or delete a row of it.
-- Run as the server's administrator, once, in the clinic's empty database; then set both passwords.
CREATE ROLE euthymia_owner LOGIN;
CREATE ROLE euthymia LOGIN CREATEDB; -- a database of its own to rehearse a copy in, dropped afterwards
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CREATE, USAGE ON SCHEMA public TO euthymia_owner;
GRANT USAGE ON SCHEMA public TO euthymia;
ALTER DEFAULT PRIVILEGES FOR ROLE euthymia_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO euthymia;
ALTER DEFAULT PRIVILEGES FOR ROLE euthymia_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO euthymia;
