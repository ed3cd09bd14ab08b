-- One message in the thread of an application.
create table message (                         --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  by_id          id,                           --: key
  at             moment not null,              --: plain
  shown_at       moment not null,              --: plain
  body           sealed not null               --: sealed 1001 message (correspond): written by a member or by the person
);
create index message_thread on message (application_id, at);
create index message_own on message (subject_id, application_id, shown_at);
create index message_dossier on message (dossier_id);
create index message_of on message (employer_id, by_id, at);

-- A file that came with a message.
create table message_file (                    --: employer=employer_id subject=subject_id dossier=dossier_id
  file_id        id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  message_id     id     not null               --: key
);
create index message_file_of on message_file (application_id);
create index message_file_dossier on message_file (dossier_id);

-- Up to when the person of an application has read its thread: they said so, or answered. The employer is not told.
create table message_seen (                    --: employer=employer_id subject=subject_id dossier=dossier_id
  application_id id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  at             moment not null               --: plain
);
create index message_seen_dossier on message_seen (dossier_id);

-- Mail that came to a thread from an address that is not the person's. The person alone sees it, and says whether it is theirs.
create table message_aside (                   --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  at             moment not null,              --: plain
  body           sealed not null               --: sealed 1002 message (correspond): the sender's words and address, as they came
);
create index message_aside_of on message_aside (application_id, at);
create index message_aside_dossier on message_aside (dossier_id);

-- What an employer writes again and again. It goes to whoever gets such a message; no person is in it but by its merge fields.
create table message_template (                --: employer=employer_id
  id          id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  name        text   not null,                 --: plain
  version     bigint not null,                 --: plain
  changed_at  moment not null,                 --: plain
  archived_at moment                           --: plain
);
create index message_template_name on message_template (employer_id, name);

-- A template in one language.
create table message_template_text (           --: employer=employer_id
  template_id id     not null,                 --: key
  employer_id id     not null,                 --: key
  language    text   not null,                 --: plain
  body        text   not null,                 --: plain
  primary key (template_id, language)
);
create index message_template_text_of on message_template_text (employer_id);
