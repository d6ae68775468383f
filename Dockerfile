# One image for server, workers and the operators' command; Node runs the TypeScript as it is.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 WORKERS_PORT=3001 SHEAF_DATA=/var/lib/sheaf
WORKDIR /app
RUN install --directory --owner=node --group=node --mode=0700 /var/lib/sheaf
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY campaigns ./campaigns
COPY cli ./cli
COPY server ./server
COPY web ./web
COPY workers ./workers
USER node
VOLUME /var/lib/sheaf
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/main.ts"]
