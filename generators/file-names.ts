/** The answers, for people to edit. */
export const configFileName = "create-logging.json";

/** What was written, for the tool. */
export const lockFileName = "create-logging.lock";

/** The variables that the service reads, for whoever sets it up. */
export const envExampleName = ".env.example";
