-- One job site. Its legal text is shown to everybody; it names a legal entity.
create table site (                            --: public
  id         id     not null primary key,      --: key
  prefix     text   not null,                  --: plain
  name       text   not null,                  --: plain
  language   text   not null,                  --: plain
  accent     text   not null,                  --: plain
  country    text   not null,                  --: plain
  zone       text   not null,                  --: plain
  legal      text   not null,                  --: plain
  logo       text   not null,                  --: plain
  reach      text   not null,                  --: plain
  employer   id,                               --: key
  countries  text   not null,                  --: plain
  regions    text   not null,                  --: plain
  branches   text   not null,                  --: plain
  languages  text   not null,                  --: plain
  made_at    moment not null,                  --: plain
  shut_at    moment                            --: plain
);

-- The hosts that lead to a site. Several sites share a host when their prefixes differ.
create table site_host (                       --: public
  host       text   not null,                  --: plain
  prefix     text   not null,                  --: plain
  site_id    id     not null,                  --: key
  place      bigint not null,                  --: plain
  primary key (host, prefix)
);
create index site_host_site on site_host (site_id);

-- What a site says about itself in one language: an imprint, terms. It speaks of a legal entity.
create table site_text (                       --: public
  site_id    id     not null,                  --: key
  kind       text   not null,                  --: plain
  language   text   not null,                  --: plain
  body       text   not null,                  --: plain
  primary key (site_id, kind, language)
);
