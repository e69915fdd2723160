# Rscript validation.R, in this folder. R 4.2.2, nlme 3.1. Five levels, runs of one to three replicates: unbalanced.
source("expected.R")
library(nlme)
set.seed(33)
d <- NULL
for (level in c(0.5, 0.71, 1, 1.41, 2)) for (run in 1:5) {
  effect <- rnorm(1, 0.01, 0.06)
  d <- rbind(d, data.frame(level, run = paste0("R", run), relative_potency = signif(level * exp(effect + rnorm(1 + (run + round(10 * level)) %% 3, 0, 0.04)), 4)))
}
write.csv(d, "validation.csv", row.names = FALSE, quote = FALSE)
writeLines(c("criteria: { relativeBiasPercent: { lower: -10, upper: 12 }, maximumIntermediatePrecisionPercent: 20, slope: { lower: 0.8, upper: 1.25 } }",
  "formats: { runs: [1, 3], replicates: [2] }", "specification: { lower: 0.7, upper: 1.4, truths: [0.9, 1] }"), "validation.options.yaml")
d$y <- log(d$relative_potency)
v <- list(); gcv <- function(v) 100 * (exp(sqrt(v)) - 1); biases <- c()
for (i in seq_along(unique(d$level))) { L <- unique(d$level)[i]; s <- subset(d, level == L); key <- function(k) sprintf("levels.%d.%s", i - 1, k)
  a <- anova(lm(y ~ run, s)); k <- length(unique(s$run)); N <- nrow(s); n <- table(s$run); n0 <- (N - sum(n^2) / N) / (k - 1)
  msb <- a$`Mean Sq`[1]; msw <- a$`Mean Sq`[2]; vb <- max(0, (msb - msw) / n0); m <- tapply(s$y, s$run, mean)
  t <- t.test(m - log(L), conf.level = 0.9); bias <- 100 * (exp(mean(m) - log(L)) - 1); biases <- c(biases, bias)
  df <- (msb / n0 + (1 - 1 / n0) * msw)^2 / ((msb / n0)^2 / (k - 1) + ((1 - 1 / n0) * msw)^2 / (N - k))
  v[[key("relativeBiasPercent")]] <- bias; v[[key("biasLimits.0")]] <- 100 * (exp(t$conf.int[1]) - 1); v[[key("biasLimits.1")]] <- 100 * (exp(t$conf.int[2]) - 1)
  v[[key("meanSquareBetween")]] <- msb; v[[key("varianceWithin")]] <- msw; v[[key("varianceBetween")]] <- vb
  v[[key("intermediatePrecisionPercent")]] <- gcv(vb + msw); v[[key("intermediatePrecisionUpper")]] <- gcv((vb + msw) * df / qchisq(0.05, df))
  v[[key("repeatabilityPercent")]] <- gcv(msw)
  v[[key("bias")]] <- if (100 * (exp(t$conf.int[1]) - 1) >= -10 && 100 * (exp(t$conf.int[2]) - 1) <= 12) "meets" else "fails"
  v[[key("precision")]] <- if (gcv((vb + msw) * df / qchisq(0.05, df)) <= 20) "meets" else "fails" }
d$cell <- interaction(d$level, d$run, drop = TRUE)
fit <- lme(y ~ factor(level), random = ~ 1 | cell, data = d, control = lmeControl(tolerance = 1e-12, msTol = 1e-12, opt = "optim", reltol = 1e-14))
within <- fit$sigma^2; between <- as.numeric(VarCorr(fit)[1, 1])
v[["pooled.reml.between"]] <- between; v[["pooled.reml.within"]] <- within
v[["pooled.intermediatePrecisionPercent"]] <- gcv(between + within)
v[["formats.0.gcvPercent"]] <- gcv(between + within / 2); v[["formats.1.gcvPercent"]] <- gcv(between / 3 + within / 6)
m <- aggregate(y ~ level + run, d, mean); line <- lm(y ~ log(level), m); ci <- confint(line, level = 0.9)
v[["linearity.slope"]] <- unname(coef(line)[2]); v[["linearity.slopeLimits.0"]] <- ci[2, 1]; v[["linearity.slopeLimits.1"]] <- ci[2, 2]
v[["linearity.rSquared"]] <- summary(line)$r.squared
out <- function(truth, bias, variance) { c <- log(truth) + log(1 + bias / 100); pnorm((log(0.7) - c) / sqrt(variance)) + pnorm((c - log(1.4)) / sqrt(variance)) }
v[["outOfSpecification.0.probability"]] <- out(0.9, biases[3], between + within / 2)
v[["outOfSpecification.3.probability"]] <- out(1, biases[3], between / 3 + within / 6)
write_expected("validation.expected.json", "R 4.2.2, nlme, validation.R", 1e-5, v)
