import { moduleService } from "@stoa/kernel"
import { entities } from "./entities/index.ts"

/** What things cost, and whom. */
export class PricingService extends moduleService(entities) {}
