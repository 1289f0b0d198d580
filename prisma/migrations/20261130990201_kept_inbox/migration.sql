-- Who serves requests adds calls to the inbox and says how they end, and only who seals them takes them out.
REVOKE UPDATE, DELETE ON audit_inbox FROM longhaul_api;
GRANT UPDATE (body, has_ended) ON audit_inbox TO longhaul_api;
