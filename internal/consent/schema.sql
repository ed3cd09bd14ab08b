create table consent_event (                  --: subject=subject_id employer=employer_id dossier=dossier_id
  id          id     not null primary key,    --: key
  subject_id  id     not null,                --: key
  employer_id id,                             --: key
  dossier_id  id     not null,                --: key
  about_id    id,                             --: key
  topic       text   not null,                --: unsealed proof (demonstrate profile apply alert assess correspond account recruit contact operate rights): the state is asked by topic
  given       bigint not null,                --: unsealed proof (demonstrate profile apply alert assess correspond account recruit contact operate rights): the state is asked by topic
  at          moment not null,                --: plain
  until_at    moment,                         --: plain
  body        sealed not null                 --: sealed 201 proof (demonstrate profile apply alert): the words that were shown
);
create index consent_event_subject on consent_event (subject_id, topic, at);
