-- name: add
-- scope: subject
insert into recommend_run (id, subject_id, dossier_id, site_id, made_at, body) values (:id, :subject, :dossier_id, :site_id, :now, :body);

-- name: runs
-- scope: subject
select id, dossier_id, site_id, made_at, body from recommend_run where subject_id = :subject order by made_at desc, id desc limit :most;

-- name: drop
-- scope: subject
delete from recommend_run where subject_id = :subject and id = :id;

-- name: dropAll
-- scope: subject
delete from recommend_run where subject_id = :subject;
