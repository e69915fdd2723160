# Rscript standard-curve.R, in this folder. R 4.2.2. Two analytes by two programs' ways: a 4PL with weights 1/y^2 by nls, a line of ln y on ln x by lm.
source("expected.R")
set.seed(20261128)
curve <- function(x) 0.06 + 3.1 / (1 + (x / 120)^-1.15)
levels <- c(3.9, 7.8, 15.6, 31.2, 62.5, 125, 250, 500, 1000)
noisy <- function(mean, n) signif(mean * exp(rnorm(n, 0, 0.02)), 5)
rows <- NULL
add <- function(analyte, role, sample, response, concentration = "", dilution = "")
  rows <<- rbind(rows, data.frame(role, sample, response, concentration, dilution, analyte, unit = "pg/mL"))
for (x in levels) add("IL-6", "standard", "STD", noisy(curve(x), 2), concentration = x)
for (d in c(2, 4, 8)) add("IL-6", "sample", "LOT-A", noisy(curve(900 / d), 2), dilution = d)
add("IL-6", "sample", "LOT-B", c(0.061, 0.062), dilution = 2)
add("IL-6", "sample", "LOT-C", c(3.4, 3.5), dilution = 2)
add("IL-6", "control", "QC", noisy(curve(150), 3), concentration = 150)
for (x in c(5, 10, 20, 40, 80)) add("TNF", "standard", "STD", noisy(300 * x^0.9, 2), concentration = x)
add("TNF", "sample", "LOT-A", noisy(300 * 25^0.9, 2), dilution = 10)
write.csv(subset(rows, analyte == "IL-6"), "standard-curve.csv", row.names = FALSE, quote = FALSE)
writeLines(c("weights: 1/y^2", "samples: { maximumCvPercent: 15 }"), "standard-curve.options.yaml")

s <- subset(rows, analyte == "IL-6" & role == "standard")
s <- data.frame(x = as.numeric(s$concentration), y = s$response)
fit <- nls(y ~ lower + (upper - lower) / (1 + exp(slope * (log(x) - e))), data = s, weights = 1 / y^2,
  start = list(lower = 0.06, upper = 3.2, slope = -1.1, e = log(120)), control = nls.control(tol = 1e-8, maxiter = 200))
p <- coef(fit); V <- vcov(fit); df <- df.residual(fit); s2 <- deviance(fit) / df
f <- function(lx, p) p["lower"] + (p["upper"] - p["lower"]) / (1 + exp(p["slope"] * (lx - p["e"])))
invert <- function(y, p) p["e"] + log((p["upper"] - y) / (y - p["lower"])) / p["slope"]
# The delta method on the closed form of the inverse, by central differences.
gradient <- function(y) sapply(seq_along(p), function(j) { h <- 1e-6 * abs(p[j]); up <- p; up[j] <- p[j] + h; dn <- p; dn[j] <- p[j] - h
  (invert(y, up) - invert(y, dn)) / (2 * h) })
by_y <- function(y) (invert(y * (1 + 1e-6), p) - invert(y * (1 - 1e-6), p)) / (2e-6 * y)
v <- list()
names_of <- c(slope = "slope", lower = "lowerAsymptote", upper = "upperAsymptote", e = "lnEc50")
for (n in names(names_of)) { v[[paste0("analytes.0.curve.parameters.", names_of[n])]] <- unname(p[n])
  v[[paste0("analytes.0.curve.standardErrors.", names_of[n])]] <- unname(sqrt(V[n, n])) }
v[["analytes.0.curve.rss"]] <- s2 * df; v[["analytes.0.curve.degreesOfFreedom"]] <- df
cv <- function(x) 100 * sd(x) / mean(x)
for (i in seq_along(levels)) { y <- s$y[s$x == levels[i]]; m <- unname(exp(invert(mean(y), p)))
  v[[sprintf("analytes.0.levels.%d.backCalculated", i - 1)]] <- m
  v[[sprintf("analytes.0.levels.%d.recoveryPercent", i - 1)]] <- 100 * m / levels[i]
  v[[sprintf("analytes.0.levels.%d.cvPercent", i - 1)]] <- cv(exp(invert(y, p))) }
a <- subset(rows, analyte == "IL-6" & sample == "LOT-A")
lx <- c(); G <- NULL; w <- c(); t <- qt(0.975, df); dil <- c(2, 4, 8)
for (i in 1:3) { y <- a$response[a$dilution == dil[i]]; m <- mean(y); g <- gradient(m); well <- by_y(m)^2 * s2 * m^2 / length(y)
  l <- unname(invert(m, p)); half <- t * sqrt(drop(g %*% V %*% g) + well)
  v[[sprintf("analytes.0.samples.0.dilutions.%d.concentration", i - 1)]] <- exp(l) * dil[i]
  v[[sprintf("analytes.0.samples.0.dilutions.%d.lower", i - 1)]] <- exp(l - half) * dil[i]
  v[[sprintf("analytes.0.samples.0.dilutions.%d.upper", i - 1)]] <- exp(l + half) * dil[i]
  lx <- c(lx, l + log(dil[i])); G <- rbind(G, g); w <- c(w, well) }
weights <- (1 / w) / sum(1 / w); m <- sum(weights * lx)
total <- drop(weights %*% (G %*% V %*% t(G) + diag(w)) %*% weights)
v[["analytes.0.samples.0.concentration"]] <- exp(m)
v[["analytes.0.samples.0.lower"]] <- exp(m - t * sqrt(total)); v[["analytes.0.samples.0.upper"]] <- exp(m + t * sqrt(total))
line <- lm(lx ~ log(dil)); v[["analytes.0.samples.0.linearity.slope"]] <- unname(coef(line)[2])
v[["analytes.0.samples.0.linearity.lower"]] <- confint(line, level = 0.9)[2, 1]; v[["analytes.0.samples.0.linearity.upper"]] <- confint(line, level = 0.9)[2, 2]
v[["analytes.0.samples.0.outcome"]] <- "reportable"
v[["analytes.0.samples.1.outcome"]] <- "below"; v[["analytes.0.samples.1.limit.operator"]] <- "<"; v[["analytes.0.samples.1.limit.value"]] <- 2 * 3.9
v[["analytes.0.samples.2.outcome"]] <- "above"; v[["analytes.0.samples.2.limit.operator"]] <- ">"; v[["analytes.0.samples.2.limit.value"]] <- 2 * 1000
qc <- rows$response[rows$role == "control"]
v[["analytes.0.controls.0.recoveryPercent"]] <- unname(100 * exp(invert(mean(qc), p)) / 150)
v[["analytes.0.workingRange.lower"]] <- 3.9; v[["analytes.0.workingRange.upper"]] <- 1000
write_expected("standard-curve.expected.json", "R 4.2.2 nls, standard-curve.R", 1e-5, v)

# The line: its own table, run with another model.
tnf <- subset(rows, analyte == "TNF"); write.csv(tnf, "standard-curve.line.csv", row.names = FALSE, quote = FALSE)
writeLines("model: log-log", "standard-curve.line.options.yaml")
k <- subset(tnf, role == "standard"); k <- data.frame(lx = log(as.numeric(k$concentration)), ly = log(k$response)); line <- lm(ly ~ lx, k)
b <- coef(line); V <- vcov(line); df <- df.residual(line); s2 <- summary(line)$sigma^2
y <- subset(tnf, role == "sample")$response; ly <- log(mean(y)); l <- unname((ly - b[1]) / b[2])
half <- qt(0.975, df) * sqrt(drop(c(1, l) %*% V %*% c(1, l)) + s2 / 2) / b[2]
write_expected("standard-curve.line.expected.json", "R 4.2.2 lm, standard-curve.R", 1e-9, list(
  "analytes.0.curve.parameters.intercept" = unname(b[1]), "analytes.0.curve.parameters.slope" = unname(b[2]),
  "analytes.0.curve.standardErrors.slope" = sqrt(V[2, 2]),
  "analytes.0.samples.0.concentration" = 10 * exp(l), "analytes.0.samples.0.lower" = unname(10 * exp(l - half)), "analytes.0.samples.0.upper" = unname(10 * exp(l + half))))
