-- work.sql: tables, an index, joins, groups, updates; all in memory
CREATE TABLE item (id INTEGER PRIMARY KEY, kind INTEGER, name TEXT, cost REAL);
CREATE TABLE sale (item INTEGER, day INTEGER, count INTEGER);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
INSERT INTO item SELECT i, (i * 7919) % 97, printf('item-%06d', (i * 31337) %
    20000), (i * 104729 % 10007) / 8.0 FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
INSERT INTO sale SELECT (i * 48271) % 20000 + 1, i % 365, i % 11 FROM n;
CREATE INDEX sale_item ON sale (item);
CREATE INDEX item_name ON item (name);
SELECT kind, count(*), sum(count), round(sum(count * cost), 2)
    FROM item JOIN sale ON sale.item = item.id GROUP BY kind ORDER BY kind;
UPDATE item SET cost = cost * 1.25 WHERE kind IN
    (SELECT kind FROM item GROUP BY kind HAVING avg(cost) < 620);
SELECT name, cost FROM item WHERE name LIKE 'item-00%5' ORDER BY cost DESC,
    name LIMIT 40;
DELETE FROM sale WHERE day % 7 = 3;
SELECT day, total(count) FROM sale GROUP BY day ORDER BY 2 DESC, 1 LIMIT 20;
SELECT count(*), max(length(name)), min(cost), group_concat(DISTINCT kind)
    FROM item;
