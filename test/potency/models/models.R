# Rscript models.R, in this folder. R 4.2.2: nls, lm, glm, optim and their covariances; limits by the formulas that docs/methods names. One assay a case: the table,
# the options of `cytolot potency`, and values by their path in `assays[0]` of its JSON.
set.seed(12, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
json <- function(value) if (is.character(value)) sprintf('"%s"', value) else sprintf("%.15g", value)
write_case <- function(name, made_by, tolerance, options, table, values) {
  write.csv(table, paste0(name, ".csv"), row.names = FALSE, quote = FALSE)
  lines <- sprintf('    "%s": %s', names(values), vapply(values, json, ""))
  writeLines(sprintf('{\n  "madeBy": "R 4.2.2, %s, models.R",\n  "tolerance": %g,\n  "options": [%s],\n  "values": {\n%s\n  }\n}', made_by, tolerance,
    paste(sprintf('"%s"', options), collapse = ", "), paste(lines, collapse = ",\n")), paste0(name, ".expected.json"))
}
exact <- nls.control(maxiter = 500, tol = 1e-7, minFactor = 1e-14, scaleOffset = 1)
curve4 <- function(x, b, c, d, le) c + (d - c) / (1 + exp(b * (log(x) - le)))
dose <- rep(3^(0:7), each = 3)

# One preparation alone: ln EC50 ± t se.
one <- data.frame(sample = "reference", dose, response = round(curve4(dose, -1.1, 0.1, 2, log(40)) + rnorm(24, 0, 0.03), 4))
m <- nls(response ~ curve4(dose, b, c, d, le), one, start = list(b = -1, c = 0.1, d = 2, le = 3.5), control = exact)
le <- coef(m)[["le"]]; se <- sqrt(vcov(m)["le", "le"]); t <- qt(0.975, 20)
write_case("alone-4pl", "nls", 1e-5, c("--model", "4pl"), one, list(preparation.quantity = "EC50", preparation.estimate = exp(le), preparation.lower = exp(le - t * se),
  preparation.upper = exp(le + t * se), preparation.fit.parameters.slope = coef(m)[["b"]], preparation.fit.standardErrors.lnEc50 = se, preparation.fit.rss = deviance(m)))

# The same in a 5PL: ln EC50 = le + ln(2^(1/f) − 1)/b, by the delta method.
curve5 <- function(x, b, c, d, le, f) c + (d - c) / (1 + exp(b * (log(x) - le)))^f
m <- nls(response ~ curve5(dose, b, c, d, le, f), one, start = c(as.list(coef(m)), f = 1), control = exact)
p <- as.list(coef(m)); k <- log(2^(1 / p$f) - 1)
g <- c(b = -k / p$b^2, c = 0, d = 0, le = 1, f = -2^(1 / p$f) * log(2) / p$f^2 / (2^(1 / p$f) - 1) / p$b)
le <- p$le + k / p$b; se <- sqrt(drop(g %*% vcov(m) %*% g)); t <- qt(0.975, 19)
write_case("alone-5pl", "nls and the delta method", 1e-4, c("--model", "5pl", "--orientation", "lower"), one,
  list(preparation.estimate = exp(le), preparation.lower = exp(le - t * se), preparation.upper = exp(le + t * se), preparation.fit.rss = deviance(m)))

# A pair whose lower asymptote is the mean of a control.
pair <- rbind(one, data.frame(sample = "T", dose, response = round(curve4(dose * 1.3, -1.1, 0.1, 2, log(40)) + rnorm(24, 0, 0.03), 4)),
  data.frame(sample = "blank", dose = 0, response = round(0.1 + rnorm(6, 0, 0.02), 4)))
low <- mean(pair$response[pair$sample == "blank"]); d <- pair[pair$sample != "blank", ]; d$s <- as.numeric(d$sample == "T")
m <- nls(response ~ low + (u - low) / (1 + exp(b * (log(dose) - le + rho * s))), d, start = list(b = -1, u = 2, le = 3.5, rho = 0.2), control = exact)
rho <- coef(m)[["rho"]]; se <- sqrt(vcov(m)["rho", "rho"]); t <- qt(0.975, 44)
free <- lapply(0:1, function(k) nls(response ~ low + (u - low) / (1 + exp(b * (log(dose) - le))), d[d$s == k, ], start = list(b = -1, u = 2, le = 3.5), control = exact))
rss <- sum(vapply(free, deviance, 0)); F <- (deviance(m) - rss) / 2 / (rss / 42)
write_case("control-asymptote", "nls", 1e-5, c("--model", "4pl", "--fixed", "lowerAsymptote=control:blank"), pair,
  list(tests.0.relativePotency.estimate = exp(rho), tests.0.relativePotency.lower = exp(rho - t * se), tests.0.relativePotency.upper = exp(rho + t * se),
    tests.0.parallelism.fTest.statistic = F, tests.0.parallelism.fTest.p = pf(F, 2, 42, lower.tail = FALSE), tests.0.constrained.parameters.lowerAsymptote = low))

# Fieller's limits of a ratio.
fieller <- function(n, q, v11, v12, v22, t) { g <- t^2 * v22 / q^2; r <- n / q
  s <- t / abs(q) * sqrt(v11 - 2 * r * v12 + r^2 * v22 - g * (v11 - v12^2 / v22)); sort((r - g * v12 / v22 + c(-s, s)) / (1 - g)) }

# Slope ratio with blanks: lines through one intercept, limits and tests by the error within treatments.
x <- rep(c(0.1, 0.2, 0.3), each = 4)
ratio <- rbind(data.frame(sample = "reference", dose = 0, response = round(1 + rnorm(4, 0, 0.1), 3)), data.frame(sample = "reference", dose = x, response = round(1 + 20 * x + rnorm(12, 0, 0.1), 3)),
  data.frame(sample = "T", dose = x, response = round(1 + 17 * x + rnorm(12, 0, 0.1), 3)))
ratio$s <- ifelse(ratio$sample == "T", 0, ratio$dose); ratio$t <- ifelse(ratio$sample == "T", ratio$dose, 0); ratio$cell <- factor(paste(ratio$sample, ratio$dose)); ratio$zero <- as.numeric(ratio$dose == 0)
m <- lm(response ~ s + t, ratio); a <- anova(m, lm(response ~ s + t + zero, ratio), lm(response ~ s + t + zero + (sample == "T"), ratio), lm(response ~ cell, ratio))
ms <- a$RSS[4] / a$Res.Df[4]; v <- summary(m)$cov.unscaled * ms; l <- fieller(coef(m)[["t"]], coef(m)[["s"]], v["t", "t"], v["t", "s"], v["s", "s"], qt(0.975, a$Res.Df[4]))
line <- function(i) a[["Sum of Sq"]][i] / a$Df[i] / ms
write_case("slope-ratio", "lm", 1e-9, c("--model", "slope-ratio"), ratio[, c("sample", "dose", "response")],
  list(tests.0.relativePotency.estimate = coef(m)[["t"]] / coef(m)[["s"]], tests.0.relativePotency.lower = l[1], tests.0.relativePotency.upper = l[2],
    tests.0.anova.1.name = "blanks", tests.0.anova.1.F = line(2), tests.0.anova.2.name = "intersection", tests.0.anova.2.F = line(3), tests.0.anova.3.name = "non-linearity", tests.0.anova.3.F = line(4)))

# Counts: two preparations with one slope, limits by Fieller and the normal quantile; the deviance of separate slopes; Pearson's chi-squared about separate lines.
counts <- function(total, scale, link) { d <- rep(2^(0:5), 2); n <- rep(total, 12); data.frame(sample = "", dose = d, total = n, responders = rbinom(12, n, binomial(link)$linkinv(-1.6 + 1.1 * log(d * scale)))) }
quantal <- function(link) { d <- rbind(within(counts(24, 1, link), sample <- "reference"), within(counts(24, 1.4, link), sample <- "T"))
  d$T <- as.numeric(d$sample == "T"); d$x <- log(d$dose); y <- cbind(d$responders, d$total - d$responders); family <- binomial(link); tight <- glm.control(epsilon = 1e-14, maxit = 100)
  common <- glm(y ~ T + x, family, d, control = tight); own <- glm(y ~ T * x, family, d, control = tight); v <- vcov(common); b <- coef(common)
  l <- fieller(b[["T"]], b[["x"]], v["T", "T"], v["T", "x"], v["x", "x"], qnorm(0.975)); chi <- sum(residuals(own, "pearson")^2)
  ed <- fieller(-b[["(Intercept)"]], b[["x"]], v[1, 1], -v[1, 3], v[3, 3], qnorm(0.975))
  list(d[, c("sample", "dose", "total", "responders")], list(tests.0.relativePotency.estimate = exp(b[["T"]] / b[["x"]]), tests.0.relativePotency.lower = exp(l[1]), tests.0.relativePotency.upper = exp(l[2]),
    tests.0.quantal.linearity.statistic = chi, tests.0.quantal.linearity.df = own$df.residual, tests.0.quantal.linearity.p = pchisq(chi, own$df.residual, lower.tail = FALSE),
    tests.0.parallelism.chiSquared.statistic = common$deviance - own$deviance, tests.0.quantal.ed50.reference.estimate = exp(-b[["(Intercept)"]] / b[["x"]]),
    tests.0.quantal.ed50.reference.lower = exp(ed[1]), tests.0.quantal.ed50.reference.upper = exp(ed[2]), tests.0.constrained.standardErrors.slope = sqrt(v["x", "x"]))) }
for (link in c("probit", "logit")) { q <- quantal(link); write_case(paste0("counts-", link), "glm", 1e-8, c("--model", link), q[[1]], q[[2]]) }

# Natural response beside one line: the maximum of the likelihood, its rate by optim.
d <- data.frame(sample = "reference", dose = c(0, 2^(0:6)), total = 60)
d$responders <- rbinom(8, 60, 0.12 + 0.88 * pnorm(-2.4 + 1.2 * log(pmax(d$dose, 1e-300))))
minus <- function(p) -sum(dbinom(d$responders, d$total, p[3] + (1 - p[3]) * ifelse(d$dose > 0, pnorm(p[1] + p[2] * log(d$dose)), 0), log = TRUE))
o <- optim(c(-2, 1, 0.1), minus, method = "Nelder-Mead", control = list(reltol = 1e-16, maxit = 20000)); for (i in 1:3) o <- optim(o$par, minus, method = "BFGS", control = list(reltol = 1e-16, ndeps = rep(1e-6, 3)))
# Limits by the expected information of P = C + (1 − C) Φ(X β), of which dP/dβ = (1 − C) φ X and dP/dC = 1 − Φ (Φ = 0 without a dose), and Fieller's theorem of num/den.
information <- function(X, beta, C, total, treated) { eta <- drop(X %*% beta); Phi <- ifelse(treated, pnorm(eta), 0); P <- C + (1 - C) * Phi
  g <- cbind((1 - C) * ifelse(treated, dnorm(eta), 0) * X, 1 - Phi); solve(crossprod(g * sqrt(total / (P * (1 - P))))) }
x <- ifelse(d$dose > 0, log(pmax(d$dose, 1)), 0); V <- information(cbind(1, x), o$par[1:2], o$par[3], d$total, d$dose > 0)
lim <- exp(fieller(-o$par[1], o$par[2], V[1, 1], -V[1, 2], V[2, 2], qnorm(0.975)))
write_case("natural-response", "optim", 1e-4, c("--model", "probit"), d, list(preparation.quantity = "ED50", preparation.estimate = exp(-o$par[1] / o$par[2]), preparation.lower = lim[1], preparation.upper = lim[2],
  preparation.quantal.naturalResponse.rate = o$par[3], preparation.quantal.naturalResponse.error = sqrt(V[3, 3])))

# The same of a pair with one slope and one natural response: limits of the relative potency exp((a_T − a_ref)/b).
d <- data.frame(sample = rep(c("reference", "T"), each = 7), dose = rep(c(0, 1, 2, 4, 8, 16, 32), 2), total = 40, responders = c(4, 6, 9, 15, 24, 33, 38, 3, 8, 14, 22, 32, 37, 40))
treated <- d$dose > 0; X <- cbind(as.numeric(d$sample == "reference"), as.numeric(d$sample == "T"), ifelse(treated, log(pmax(d$dose, 1)), 0))
minus <- function(p) -sum(dbinom(d$responders, d$total, p[4] + (1 - p[4]) * ifelse(treated, pnorm(drop(X %*% p[1:3])), 0), log = TRUE))
o <- optim(c(-1.5, -1, 0.8, 0.1), minus, method = "Nelder-Mead", control = list(reltol = 1e-16, maxit = 20000)); for (i in 1:3) o <- optim(o$par, minus, method = "BFGS", control = list(reltol = 1e-16, ndeps = rep(1e-6, 4)))
V <- information(X, o$par[1:3], o$par[4], d$total, treated); b <- o$par[3]
lim <- exp(fieller(o$par[2] - o$par[1], b, V[1, 1] + V[2, 2] - 2 * V[1, 2], V[2, 3] - V[1, 3], V[3, 3], qnorm(0.975)))
write_case("natural-response-pair", "optim", 1e-4, c("--model", "probit"), d, list(tests.0.relativePotency.estimate = exp((o$par[2] - o$par[1]) / b), tests.0.relativePotency.lower = lim[1],
  tests.0.relativePotency.upper = lim[2], tests.0.quantal.naturalResponse.rate = o$par[4], tests.0.quantal.naturalResponse.error = sqrt(V[4, 4])))

# Spearman and Kärber: Σ (p[i+1] − p[i]) (x[i] + x[i+1])/2 with variance Σ p(1 − p)/(n − 1) ((x[i+1] − x[i−1])/2)².
karber <- function(x, r, n) { p <- r / n; k <- length(x); i <- 2:(k - 1)
  c(sum(diff(p) * (x[-1] + x[-k]) / 2), sum(p[i] * (1 - p[i]) / (n[i] - 1) * ((x[i + 1] - x[i - 1]) / 2)^2)) }
d <- rbind(data.frame(sample = "reference", dose = 2^(0:5), total = 12, responders = c(0, 1, 4, 8, 11, 12)), data.frame(sample = "T", dose = 2^(0:5), total = 12, responders = c(0, 3, 6, 10, 12, 12)))
a <- karber(log(d$dose[1:6]), d$responders[1:6], d$total[1:6]); b <- karber(log(d$dose[7:12]), d$responders[7:12], d$total[7:12]); half <- qnorm(0.975) * sqrt(a[2] + b[2])
write_case("spearman-kaerber", "arithmetic", 1e-9, c("--model", "spearman-kaerber"), d, list(tests.0.relativePotency.estimate = exp(a[1] - b[1]),
  tests.0.relativePotency.lower = exp(a[1] - b[1] - half), tests.0.relativePotency.upper = exp(a[1] - b[1] + half)))

# Heterogeneous counts: every variance times chi-squared/df about separate lines, Student's t, parallelism by F (Ph. Eur. 5.3, 4.2.4).
d <- expand.grid(rep = 1:3, dose = 2^(0:5), sample = c("reference", "T"), stringsAsFactors = FALSE); d$total <- 30
d$responders <- rbinom(36, 30, pnorm(-1.6 + 1.1 * log(d$dose * ifelse(d$sample == "T", 1.4, 1)) + rnorm(36, 0, 0.45))); d$T <- as.numeric(d$sample == "T"); d$x <- log(d$dose)
y <- cbind(d$responders, d$total - d$responders); tight <- glm.control(epsilon = 1e-14, maxit = 100)
common <- glm(y ~ T + x, binomial("probit"), d, control = tight); own <- glm(y ~ T * x, binomial("probit"), d, control = tight); df <- own$df.residual
factor <- sum(residuals(own, "pearson")^2) / df; v <- vcov(common) * factor; b <- coef(common); l <- fieller(b[["T"]], b[["x"]], v["T", "T"], v["T", "x"], v["x", "x"], qt(0.975, df))
F <- (common$deviance - own$deviance) / factor
write_case("counts-heterogeneous", "glm", 1e-8, c("--model", "probit", "--heterogeneity", "when-significant"), d[, c("sample", "dose", "total", "responders")],
  list(tests.0.quantal.heterogeneityFactor = factor, tests.0.relativePotency.estimate = exp(b[["T"]] / b[["x"]]), tests.0.relativePotency.lower = exp(l[1]), tests.0.relativePotency.upper = exp(l[2]),
    tests.0.parallelism.fTest.statistic = F, tests.0.parallelism.fTest.p = pf(F, 1, df, lower.tail = FALSE)))

# Weights 1/fitted^(2p) with p by likelihood: gnls (nlme 3.1) of both curves with varPower of the fitted values; then the common curve by nls with those weights.
suppressMessages(library(nlme)); set.seed(21)
dose4 <- rep(3^(0:7), each = 4)
noisy <- function(name, f) { mean <- curve4(dose4 * f, -1.1, 0.2, 5, log(40)); data.frame(sample = name, dose = dose4, response = round(mean + rnorm(32, 0, 0.04 * mean^0.8), 4)) }
d <- rbind(noisy("reference", 1), noisy("T", 1.3)); d$s <- as.numeric(d$sample == "T")
g <- gnls(response ~ c + (u - c) / (1 + exp(b * (log(dose) - le))), d, params = list(b + c + u + le ~ factor(s)), start = c(-1.1, 0, 0.2, 0, 5, 0, 3.7, -0.26),
  weights = varPower(form = ~ fitted(.)), control = gnlsControl(tolerance = 1e-10, nlsTol = 1e-8, maxIter = 500, nlsMaxIter = 100))
p <- coef(g$modelStruct$varStruct)[[1]]
m <- nls(response ~ c + (u - c) / (1 + exp(b * (log(dose) - le + rho * s))), d, weights = 1 / fitted(g)^(2 * p), start = list(b = -1.1, c = 0.2, u = 5, le = 3.7, rho = 0.26), control = exact)
rho <- coef(m)[["rho"]]; se <- sqrt(vcov(m)["rho", "rho"]); t <- qt(0.975, 59)
write_case("weights-estimated", "gnls and nls", 1e-5, c("--weights", "1/fitted^estimated"), d[, c("sample", "dose", "response")],
  list(weightExponent = p, tests.0.relativePotency.estimate = exp(rho), tests.0.relativePotency.lower = exp(rho - t * se), tests.0.relativePotency.upper = exp(rho + t * se)))
