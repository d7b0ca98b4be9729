import { moduleService } from "@stoa/kernel"
import { entities } from "./entities/index.ts"

/** Which taxes apply where and to what. */
export class TaxService extends moduleService(entities) {}
