import { logger } from "./logging/index.js";

class Queue {
  constructor() {
    logger.info("constructor"); // @constructor
  }
  static create() {
    logger.info("static method"); // @static
    // A bundler renames a class that names itself.
    return new this();
  }
  push() {
    logger.info("method"); // @method
  }
  get total() {
    logger.info("getter"); // @getter
    return 0;
  }
  async drain() {
    await null;
    logger.info("async method"); // @async-method
  }
  #hide() {
    logger.info("private method"); // @private
  }
  hide() {
    this.#hide();
  }
}

function declared() {
  logger.info("function"); // @function
}

const arrow = () => {
  logger.info("arrow"); // @arrow
};

const object = {
  member() {
    logger.info("member"); // @member
  },
  property: () => logger.info("property"), // @property
};

function* generate() {
  logger.info("generator"); // @generator
  yield 1;
}

function outer() {
  function inner() {
    logger.info("inner"); // @inner
  }
  inner();
}

export async function sites() {
  Queue.create().push();
  const queue = new Queue();
  void queue.total;
  queue.hide();
  declared();
  arrow();
  object.member();
  object.property();
  generate().next();
  outer();
  [1].forEach(() => {
    logger.info("callback"); // @callback
  });
  (() => {
    logger.info("at once"); // @at-once
  })();
  logger
    .bind({
      job: 1,
      description: "a chain that is longer than a line may be, so that it is broken",
    })
    .info("chained"); // @chained
  const log = logger.info;
  log("detached"); // @detached
  await queue.drain();
  logger.info("after await"); // @after-await
  await new Promise((resolve) => {
    setTimeout(() => {
      logger.info("timer"); // @timer
      resolve(undefined);
    });
  });
}
