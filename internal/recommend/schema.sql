-- The open jobs of a site, ranked for a person who asked: by which version, of what, and what came out with its parts.
create table recommend_run (                  --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  site_id      id     not null,               --: key
  made_at      moment not null,               --: plain
  body         sealed not null                --: sealed 1471 career (profile): made here by ranking the open jobs
);
create index recommend_run_of on recommend_run (subject_id, made_at);
create index recommend_run_dossier on recommend_run (dossier_id);
