// Says whether the document on standard input is one, as npm @seriousme/openapi-schema-validator reads OpenAPI.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";

const validator = new Validator();
const found = await validator.validate(JSON.parse(readFileSync(0, "utf8")));
console.log(JSON.stringify({ version: validator.version, valid: found.valid, errors: found.errors ?? [] }));
