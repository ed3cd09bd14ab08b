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
