-- name: list
-- scope: subject
select id, dossier_id, made_at, updated_at, pending, body from cv where subject_id = :subject and pending = :pending order by updated_at desc, id limit 50;

-- name: get
-- scope: subject
select id, dossier_id, made_at, updated_at, pending, body from cv where subject_id = :subject and id = :id;

-- name: marked
-- scope: subject
select count(*) from cv where subject_id = :subject and mark = :mark;

-- name: count
-- scope: subject
select count(*) from cv where subject_id = :subject;

-- name: add
-- scope: subject
insert into cv (id, subject_id, dossier_id, made_at, updated_at, pending, mark, body)
values (:id, :subject, :dossier_id, :now, :now, :pending, :mark, :body);

-- name: change
-- scope: subject
update cv set dossier_id = :dossier_id, updated_at = :now, pending = 0, body = :body
where subject_id = :subject and id = :id and updated_at = :was;

-- name: drop
-- scope: subject
delete from cv where subject_id = :subject and id = :id;
