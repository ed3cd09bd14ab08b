-- name: add
-- scope: employer
insert into webhook (id, employer_id, url, kinds, made_at, secret, reason) values (:id, :employer, :url, :kinds, :now, 1, '');

-- name: list
-- scope: employer
select id, url, kinds, made_at, secret, renewed_at, failing_at, ended_at, reason from webhook
where employer_id = :employer and ended_at is null order by made_at, id;

-- name: get
-- scope: employer
select id, url, kinds, made_at, secret, renewed_at, failing_at, ended_at, reason from webhook where employer_id = :employer and id = :id;

-- name: renew
-- scope: employer
update webhook set secret = secret + 1, renewed_at = :now where employer_id = :employer and id = :id and ended_at is null;

-- name: end
-- scope: employer
update webhook set ended_at = :now, reason = :reason where employer_id = :employer and id = :id and ended_at is null;

-- name: fail
-- scope: employer
update webhook set failing_at = coalesce(failing_at, :now) where employer_id = :employer and id = :id;

-- name: work
-- scope: employer
update webhook set failing_at = null where employer_id = :employer and id = :id and failing_at is not null;

-- name: listening
-- scope: operation
select id, employer_id, kinds from webhook where ended_at is null;

-- name: addDelivery
-- scope: employer
insert into delivery (id, employer_id, webhook_id, kind, ids, happened_at, tries, status, trouble)
values (:id, :employer, :webhook_id, :kind, :ids, :happened_at, 0, 0, '');

-- name: addDeliveryOf
-- scope: operation
insert into delivery (id, employer_id, webhook_id, kind, ids, happened_at, tries, status, trouble)
values (:id, :employer_id, :webhook_id, :kind, :ids, :happened_at, 0, 0, '');

-- name: delivery
-- scope: employer
select id, webhook_id, kind, ids, happened_at, tried_at, done_at, tries, status, trouble from delivery where employer_id = :employer and id = :id;

-- name: deliveries
-- scope: employer
select id, webhook_id, kind, ids, happened_at, tried_at, done_at, tries, status, trouble from delivery
where employer_id = :employer and webhook_id = :webhook_id order by happened_at desc, id desc limit 100;

-- name: tried
-- scope: employer
update delivery set tried_at = :now, done_at = :done_at, tries = tries + 1, status = :status, trouble = :trouble
where employer_id = :employer and id = :id;

-- name: again
-- scope: employer
update delivery set done_at = null, tries = 0 where employer_id = :employer and id = :id;

-- name: oldDeliveries
-- scope: operation
delete from delivery where happened_at < :before;

-- name: oldWebhooks
-- scope: operation
delete from webhook where ended_at < :before;

-- name: countOpen
-- scope: employer
select count(*) from webhook where employer_id = :employer and ended_at is null;

-- name: countOpenOf
-- scope: operation
select count(*) from webhook where employer_id = :employer_id and ended_at is null;
