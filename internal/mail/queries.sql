-- name: add
-- scope: subject
insert into incoming (id, subject_id, dossier_id, at, size, raw) values (:id, :subject, :dossier_id, :now, :size, :raw);

-- name: get
-- scope: subject
select id, subject_id, dossier_id, at, raw from incoming where subject_id = :subject and id = :id;

-- name: take
-- scope: subject
update incoming set taken_at = :now where subject_id = :subject and id = :id and taken_at is null;

-- name: open
-- scope: operation
select count(*), min(at) from incoming where taken_at is null;
