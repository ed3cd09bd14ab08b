-- name: get
-- scope: subject
select id, dossier_id, made_at, used_at, name, contact, career from candidate where subject_id = :subject;

-- name: add
-- scope: subject
insert into candidate (id, subject_id, dossier_id, made_at, used_at, name, contact, career)
values (:id, :subject, :dossier_id, :now, :now, :name, :contact, :career)
on conflict do nothing;

-- name: change
-- scope: subject
update candidate set dossier_id = :dossier_id, used_at = :now, name = :name, contact = :contact, career = :career where subject_id = :subject;

-- name: touch
-- scope: subject
update candidate set used_at = :now where subject_id = :subject;
