CREATE INDEX `import_change_citizen` ON `import_change` (`entity_key`) WHERE "import_change"."entity" IN ('citizen', 'citizen_background');
--> statement-breakpoint
CREATE INDEX `placement_hours_placement` ON `placement_hours` (`placement_id`);