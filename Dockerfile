# One image for the command: build on Node 24 LTS, run as an unprivileged user with the export folder mounted read-only.
#   docker build -t cytolot .
#   docker run --rm --network none --read-only --tmpfs /tmp -v /data/export:/in:ro -v /data/results:/out cytolot run /in --pipeline /pipelines/... --out /out
FROM docker.io/library/node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.mjs scripts/bundle-command.mjs scripts/bundle-library.mjs scripts/lazy-modules.mjs scripts/
COPY src src
RUN node scripts/build.mjs && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM docker.io/library/node:24-bookworm-slim
ENV NODE_ENV=production
RUN groupadd --system --gid 10001 cytolot && useradd --system --uid 10001 --gid cytolot --home-dir /nonexistent --shell /usr/sbin/nologin cytolot \
  && mkdir -p /in /out && chown cytolot:cytolot /out
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY pipelines /pipelines
USER 10001:10001
VOLUME ["/in", "/out"]
ENTRYPOINT ["node", "/app/dist/cytolot.cjs"]
CMD ["--help"]
