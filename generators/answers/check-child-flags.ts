import type { AddChildFlags } from "./answers.js";
import { refuseFault } from "./check-flags.js";
import { siteFault } from "./choose-sites.js";
import { descriptorFault } from "./validate-child.js";
import { nameFault } from "./validate-name.js";

/** Refuses flags of `add-child` whose value can't be used, before the first question and not after the last. */
export function checkChildFlags({ descriptor, name, sites = [] }: AddChildFlags): void {
  refuseFault("Descriptor", descriptor, descriptorFault, "Write create-logging add-child X.");
  refuseFault("Name", name?.trim(), nameFault, "Pass a plain file name with --name.");
  for (const site of sites) refuseFault("Site", site, siteFault, "Pass --site <file:line>.");
}
