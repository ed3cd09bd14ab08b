-- name: disclose
-- scope: subject
insert into disclosure (id, subject_id, employer_id, dossier_id, at, purpose, body)
values (:id, :subject, :employer_id, :dossier_id, :now, :purpose, :body);

-- name: disclosures
-- scope: subject
select id, employer_id, dossier_id, at, purpose, body from disclosure where subject_id = :subject order by at desc, id;

-- name: receivers
-- scope: subject
select employer_id from disclosure where subject_id = :subject order by employer_id;

-- name: addHold
-- scope: any
insert into hold (id, dossier_id, reason, set_by, set_at, until_at) values (:id, :dossier_id, :reason, :set_by, :now, :until);

-- name: liftHold
-- scope: any
update hold set lifted_at = :now, lifted_by = :by, lifted_why = :why where id = :id and lifted_at is null;

-- name: oneHold
-- scope: any
select id, dossier_id, reason, set_by, set_at, until_at, lifted_at, lifted_by, lifted_why from hold where id = :id;

-- name: holdsOn
-- scope: any
select id, dossier_id, reason, set_by, set_at, until_at, lifted_at, lifted_by, lifted_why from hold
where dossier_id = :dossier_id and lifted_at is null and until_at > :now order by until_at desc, id;

-- name: addErasure
-- scope: any
insert into erasure (id, subject_id, cause, whole, step, asked_at) values (:id, :subject_id, :cause, :whole, 'planned', :now);

-- name: addPart
-- scope: any
insert into erasure_part (erasure_id, dossier_id, employer_id, class, goes, until_at, rows_gone)
values (:erasure_id, :dossier_id, :employer_id, :class, :goes, :until, 0);

-- name: erasure
-- scope: any
select id, subject_id, cause, whole, step, asked_at, done_at from erasure where id = :id;

-- name: erasures
-- scope: any
select id, subject_id, cause, whole, step, asked_at, done_at from erasure order by asked_at desc, id limit :most;

-- name: erasuresOf
-- scope: any
select id, subject_id, cause, whole, step, asked_at, done_at from erasure where subject_id = :subject_id order by asked_at desc, id;

-- name: openErasures
-- scope: any
select id, subject_id, cause, whole, step, asked_at, done_at from erasure where done_at is null order by asked_at, id limit :most;

-- name: parts
-- scope: any
select dossier_id, employer_id, class, goes, until_at, rows_gone from erasure_part where erasure_id = :erasure_id order by dossier_id;

-- name: begun
-- scope: any
select p.erasure_id from erasure_part p join erasure e on e.id = p.erasure_id where p.dossier_id = :dossier_id and p.goes = 1 and e.done_at is null limit 1;

-- name: step
-- scope: any
update erasure set step = :step, done_at = :done_at where id = :id;

-- name: counted
-- scope: any
update erasure_part set rows_gone = :rows where erasure_id = :erasure_id and dossier_id = :dossier_id;

-- name: sweep
-- scope: any
select ran_at, calm_until from sweep where name = :name;

-- name: swept
-- scope: any
insert into sweep (name, ran_at, calm_until) values (:name, :now, :calm)
on conflict (name) do update set ran_at = excluded.ran_at, calm_until = excluded.calm_until;

-- Restrictions, of the person and of the officer.

-- name: addRestriction
-- scope: subject
insert into restriction (id, subject_id, dossier_id, of_id, ground, asked_at) values (:id, :subject, :dossier_id, :of_id, :ground, :now);

-- name: restrictions
-- scope: subject
select id, subject_id, of_id, ground, asked_at, announced_at, announced_by, lift_why, told_at, lifted_at, lifted_by from restriction
where subject_id = :subject order by asked_at desc, id;

-- name: liftRestriction
-- scope: subject
update restriction set lifted_at = :now, lifted_by = :by where subject_id = :subject and id = :id and lifted_at is null;

-- name: tellRestriction
-- scope: subject
update restriction set told_at = :now where subject_id = :subject and id = :id and announced_at is not null and lifted_at is null;

-- name: restriction
-- scope: operation
select id, subject_id, of_id, ground, asked_at, announced_at, announced_by, lift_why, told_at, lifted_at, lifted_by from restriction where id = :id;

-- name: allRestrictions
-- scope: operation
select id, subject_id, of_id, ground, asked_at, announced_at, announced_by, lift_why, told_at, lifted_at, lifted_by from restriction
order by case when lifted_at is null then 0 else 1 end, asked_at desc, id limit :most;

-- name: announceRestriction
-- scope: operation
update restriction set announced_at = :now, announced_by = :by, lift_why = :why, told_at = null where id = :id and lifted_at is null and announced_at is null;

-- name: keepRestriction
-- scope: operation
update restriction set announced_at = null, announced_by = null, lift_why = null, told_at = null where id = :id and lifted_at is null and announced_at is not null;
