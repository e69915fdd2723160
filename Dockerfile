# One image for every command, as docs/container.md says: Node 24 LTS, no rights, nothing written but below what is mounted.
#   docker build -t cytolot .
#   docker run --rm --init --network none --read-only --cap-drop ALL --user "$(id -u):$(id -g)" \
#     -v /data/export:/in:ro -v /data/results:/out cytolot run /in --pipeline /pipelines/dopaminergic-progenitors/pipeline.yaml --out /out
FROM docker.io/library/node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.mjs scripts/bundle-command.mjs scripts/bundle-library.mjs scripts/lazy-modules.mjs scripts/list-files.mjs scripts/
COPY src src
COPY qualification qualification
RUN node scripts/build.mjs
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund
# What is left, by name, version, licence and checksum. Without devDependencies, since npm leaves out what they need as well (zod, yaml and commander among them).
RUN npm pkg delete devDependencies && npm sbom --omit dev --sbom-format cyclonedx > sbom.cdx.json
COPY scripts/missing-of-bill.mjs scripts/
RUN node scripts/missing-of-bill.mjs sbom.cdx.json

FROM docker.io/library/node:24-bookworm-slim
LABEL org.opencontainers.image.title="cytolot" \
      org.opencontainers.image.description="From the instrument exports of a cell-therapy QC laboratory to one release result a lot" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
# Folders to mount on. Any user may run the image, also one without a line in /etc/passwd: nothing in it belongs to the one named below.
RUN mkdir /in /out
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/sbom.cdx.json sbom.cdx.json
COPY package.json LICENSE scripts/container-health.mjs ./
COPY pipelines /pipelines
# By number: an orchestrator that refuses root can tell without looking into the image.
USER 10001:10001
# Asks after a `watch`; a `run` is healthy for as long as it runs, and its exit code says the rest.
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s --retries=3 CMD ["node", "/app/container-health.mjs"]
ENTRYPOINT ["node", "/app/dist/cytolot.cjs"]
CMD ["--help"]
