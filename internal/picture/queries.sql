-- name: named
-- scope: public
select mime, body from picture where name = :name order by id limit 1;

-- name: own
-- scope: employer
select id, name, mime, width, height, alt, made_at from picture where employer_id = :employer order by made_at, id limit :most;

-- name: ofEmployer
-- scope: public
select id, name, mime, width, height, alt, made_at from picture where employer_id = :employer_id order by made_at, id limit :most;

-- name: add
-- scope: employer
insert into picture (id, employer_id, name, mime, width, height, alt, body, made_at)
values (:id, :employer, :name, :mime, :width, :height, :alt, :body, :now);

-- name: addForSite
-- scope: operation
insert into picture (id, employer_id, name, mime, width, height, alt, body, made_at)
values (:id, null, :name, :mime, :width, :height, :alt, :body, :now);

-- name: drop
-- scope: employer
delete from picture where employer_id = :employer and id = :id;

-- name: dropForSite
-- scope: operation
delete from picture where employer_id is null and name = :name;
