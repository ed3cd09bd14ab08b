-- What happened with the applications that a job got through a site in a quarter: how many, never who. A row is changed by adding to
-- it, so it holds no order either, and it outlives everybody who was counted.
create table report_count (                    --: employer=employer_id
  employer_id id     not null,                 --: key
  quarter     text   not null,                 --: plain
  job_id      id     not null,                 --: key
  site        text   not null,                 --: plain
  counts      text   not null,                 --: plain
  primary key (employer_id, quarter, job_id, site)
);
create index report_count_quarter on report_count (quarter);

-- After how many days a job got its first application. It is shown for a job with ten applications or more.
create table report_first (                    --: employer=employer_id
  job_id      id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  days        bigint not null                  --: plain
);
create index report_first_of on report_first (employer_id);

-- What of an application is in the counts already. It goes with the application; the counts stay.
create table report_counted (                    --: employer=employer_id subject=subject_id dossier=dossier_id
  application_id id   not null primary key,    --: key
  employer_id    id   not null,                --: key
  subject_id     id   not null,                --: key
  dossier_id     id   not null,                --: key
  counted        text not null                 --: unsealed judgement (assess): counting compares it with what happened since; made by Verv
);
create index report_counted_dossier on report_counted (dossier_id);
