# Films from documents, in a container that needs no network, no account and no root:
#   docker build --tag video-gen .
#   docker run --init --rm --volume "$PWD:/work" --volume video-gen-cache:/cache video-gen create --from README.md
# Where the folder is not user 10001's to write to, give the container your own number: --user "$(id -u):$(id -g)", and a
# folder of yours for /cache.
FROM python:3.12.12-slim-bookworm AS build
WORKDIR /build
RUN python -m venv /opt/video-gen
# The locks first: they change seldom, and everything that is fetched is fetched here, each file by its hash.
COPY requirements.lock ./
RUN /opt/video-gen/bin/python -m pip install --no-cache-dir --no-deps --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE THIRD_PARTY.md ./
COPY model model
COPY adapters adapters
COPY writing writing
COPY render render
COPY tasks tasks
COPY flows flows
COPY deployments deployments
RUN /opt/video-gen/bin/python -m pip install --no-cache-dir --no-deps --no-index --no-build-isolation .

FROM python:3.12.12-slim-bookworm
# Latin, Greek and Cyrillic are drawn with our own fonts; these are for the other scripts of the world, and emoji.
# hadolint ignore=DL3008 # Debian keeps one version of a package; the base image's tag says of which release.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-cjk fonts-noto-color-emoji fonts-noto-core \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin films \
    && install --directory --owner films --group films --mode 0755 /cache /work
COPY --from=build /opt/video-gen /opt/video-gen
COPY prefect.yaml /opt/video-gen/prefect.yaml
# The embedded server's secret lies in a folder below the cache, which the user who runs this makes for itself.
ENV PATH=/opt/video-gen/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    VIDEO_GEN_CACHE_DIR=/cache/films \
    VIDEO_GEN_STATE_DIR=/cache/server \
    VIDEO_GEN_SERVER=once
USER 10001:10001
WORKDIR /work
VOLUME ["/cache", "/work"]
ENTRYPOINT ["video-gen"]
CMD ["--help"]
