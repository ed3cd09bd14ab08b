-- name: add
-- scope: subject
insert into incoming (id, subject_id, dossier_id, at, size, raw) values (:id, :subject, :dossier_id, :now, :size, :raw);

-- name: get
-- scope: subject
select id, subject_id, dossier_id, at, raw from incoming where subject_id = :subject and id = :id;

-- name: take
-- scope: subject
delete from incoming where subject_id = :subject and id = :id;

-- name: open
-- scope: operation
select count(*), min(at) from incoming;

-- name: addRefusal
-- scope: any
insert into mail_refusal (day, class, n) values (:day, :class, 1) on conflict (day, class) do update set n = mail_refusal.n + 1;

-- name: dropRefusals
-- scope: any
delete from mail_refusal where day < :before;

-- name: refusals
-- scope: any
select class, sum(n) from mail_refusal where day >= :since group by class;

-- name: queue
-- scope: any
select coalesce(sum(case when dead_at is null then 1 else 0 end), 0), coalesce(sum(case when dead_at is null and tries > 0 then 1 else 0 end), 0),
  min(case when dead_at is null then made_at end), coalesce(sum(case when dead_at is null then 0 else 1 end), 0)
from task where kind = :kind;
