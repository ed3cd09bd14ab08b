-- name: all
-- scope: operation
select p.id, p.name, p.jobs, p.members, p.clients, p.webhooks, p.standard, p.version, p.made_at, p.changed_at, p.archived_at,
  (select count(*) from employer_plan e where e.plan_id = p.id)
from plan p order by p.archived_at is not null, p.name_key;

-- name: byID
-- scope: any
select id, name, jobs, members, clients, webhooks, standard, version, made_at, changed_at, archived_at, 0 from plan where id = :id;

-- name: standard
-- scope: operation
select id from plan where standard = 1;

-- name: named
-- scope: operation
select id from plan where name_key = :name_key;

-- name: add
-- scope: operation
insert into plan (id, name, name_key, jobs, members, clients, webhooks, standard, version, made_at, changed_at)
values (:id, :name, :name_key, :jobs, :members, :clients, :webhooks, :standard, 1, :now, :now);

-- name: change
-- scope: operation
update plan set name = :name, name_key = :name_key, jobs = :jobs, members = :members, clients = :clients, webhooks = :webhooks, standard = :standard,
  version = version + 1, changed_at = :now
where id = :id and version = :version;

-- name: shelve
-- scope: operation
update plan set archived_at = :archived_at, standard = 0, version = version + 1, changed_at = :now where id = :id;

-- name: noStandard
-- scope: operation
update plan set standard = 0 where standard = 1 and id <> :id;

-- name: own
-- scope: employer
select plan_id from employer_plan where employer_id = :employer;

-- name: of
-- scope: operation
select plan_id from employer_plan where employer_id = :employer_id;

-- Whoever takes a place holds the employer's line until the end of the transaction.

-- name: holdOwn
-- scope: employer
select plan_id from employer_plan where employer_id = :employer /*pg for update*/;

-- name: holdOf
-- scope: operation
select plan_id from employer_plan where employer_id = :employer_id /*pg for update*/;

-- name: begin
-- scope: operation
insert into employer_plan (employer_id, plan_id, since) values (:employer_id, :plan_id, :now) on conflict (employer_id) do nothing;

-- name: assign
-- scope: operation
insert into employer_plan (employer_id, plan_id, since) values (:employer_id, :plan_id, :now)
on conflict (employer_id) do update set plan_id = excluded.plan_id, since = excluded.since;

-- name: unassign
-- scope: operation
delete from employer_plan where employer_id = :employer_id;
