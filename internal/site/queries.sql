-- name: all
-- scope: public
select id, prefix, name, language, accent, country, zone, legal, logo, reach, employer, countries, regions, branches, languages, made_at, shut_at from site order by made_at, id;

-- name: hosts
-- scope: public
select site_id, host from site_host order by site_id, place;

-- name: add
-- scope: operation
insert into site (id, prefix, name, language, accent, country, zone, legal, logo, reach, employer, countries, regions, branches, languages, made_at)
values (:id, :prefix, :name, :language, :accent, :country, :zone, :legal, :logo, :reach, :of, :countries, :regions, :branches, :languages, :now);

-- name: change
-- scope: operation
update site set prefix = :prefix, name = :name, language = :language, accent = :accent, country = :country, zone = :zone, legal = :legal,
  logo = :logo, reach = :reach, employer = :of, countries = :countries, regions = :regions, branches = :branches, languages = :languages
where id = :id;

-- name: setLogo
-- scope: operation
update site set logo = :logo where id = :id;

-- name: countLogo
-- scope: operation
select count(*) from site where logo = :logo;

-- name: dropHosts
-- scope: operation
delete from site_host where site_id = :id;

-- name: addHost
-- scope: operation
insert into site_host (host, prefix, site_id, place) values (:host, :prefix, :id, :place) on conflict do nothing;

-- name: texts
-- scope: public
select site_id, kind, language, body from site_text order by site_id, kind, language;

-- name: dropTexts
-- scope: operation
delete from site_text where site_id = :id;

-- name: addText
-- scope: operation
insert into site_text (site_id, kind, language, body) values (:id, :kind, :language, :body);

-- name: shut
-- scope: operation
update site set shut_at = :shut_at where id = :id;
