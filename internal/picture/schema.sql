-- A picture that everybody may see. Its employer is null when a site has it.
create table picture (                         --: employer=employer_id public
  id          id     not null primary key,     --: key
  employer_id id,                              --: key
  name        text   not null,                 --: plain
  mime        text   not null,                 --: plain
  width       bigint not null,                 --: plain
  height      bigint not null,                 --: plain
  alt         text   not null,                 --: plain
  body        blob   not null,                 --: plain
  made_at     moment not null                  --: plain
);
create index picture_name on picture (name);
create index picture_employer on picture (employer_id, made_at);
