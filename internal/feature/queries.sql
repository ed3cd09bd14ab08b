-- name: all
-- scope: any
select name, off, changed_at from feature_switch order by name;

-- name: put
-- scope: operation
insert into feature_switch (name, off, changed_at) values (:name, :off, :now)
on conflict (name) do update set off = excluded.off, changed_at = excluded.changed_at where feature_switch.off <> excluded.off;
