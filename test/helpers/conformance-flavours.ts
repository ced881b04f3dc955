import { beforeAll, describe } from "vitest";
import { type Flavour, flavours, prepareService, type Service } from "./conformance-service.js";

/** Describes scenarios once for each flavour, with its service built. */
export function describeFlavours(
  scenarios: (service: Service, flavour: Flavour) => void,
  chosen: readonly Flavour[] = flavours,
): void {
  describe.each(chosen)("$id", (flavour) => {
    // Filled before the first scenario runs; scenarios only hold on to it until then.
    const service = { flavour } as Service;
    beforeAll(async () => {
      Object.assign(service, await prepareService(flavour));
    });
    scenarios(service, flavour);
  });
}
