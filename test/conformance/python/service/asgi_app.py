from app_logging import setup as _setup  # noqa: F401
import sys

from app_logging import logger


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        logger.info("starts up")
        await send({"type": "lifespan.startup.complete"})
        await receive()
        logger.info("shuts down")
        await send({"type": "lifespan.shutdown.complete"})
        return
    logger.info("asked for {}", scope["path"])
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=int(sys.argv[1]))
